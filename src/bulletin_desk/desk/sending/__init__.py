"""送审 and 定稿: an issue goes round and is signed, and nothing slips in afterwards."""
