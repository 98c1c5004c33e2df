"""An explanation (`flagger.explain`) in words."""
