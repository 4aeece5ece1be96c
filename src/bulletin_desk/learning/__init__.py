"""What an office's old issue tells of its layout. Must not know Qt, nor who asks."""
