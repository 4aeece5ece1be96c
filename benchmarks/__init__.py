"""Measures Bulletin Desk beside its peers: see README.md. No part of the program."""
