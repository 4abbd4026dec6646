"""The canary sweep: signs planted in every field that people fill, and every place where data may lie searched."""
