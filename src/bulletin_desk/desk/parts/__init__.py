"""What any part of the desk is made of; nothing here knows of bulletins that are open."""
