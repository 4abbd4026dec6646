"""The pages' part of the canary life: files with words in every layer, and a page that is never public."""
