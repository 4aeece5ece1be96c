def smoke(): pass
