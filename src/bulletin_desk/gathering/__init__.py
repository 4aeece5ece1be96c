"""Old issues in: whole issues in Word files become bulletins, each held against its Word text."""
