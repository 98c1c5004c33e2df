"""What is made in Word: the panel pack, the supervision sheet and the learning briefing, from templates."""
