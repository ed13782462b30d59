tecc build --message-format=xml .
