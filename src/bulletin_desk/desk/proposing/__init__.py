"""What colleagues have changed in their Word copies, decided on one by one."""
