"""Past letters and replies from spreadsheets: reading a file, understanding its rows, storing each once."""
