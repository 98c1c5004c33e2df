"""The rules themselves as text and pages: what they look for, tests drawn, codes, audits, prompts, traces, trials."""
