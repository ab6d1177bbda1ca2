"""What the words of the command line do; each door joins the rooms in its own way."""
