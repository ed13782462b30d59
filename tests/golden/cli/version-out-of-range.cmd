tecc build x --policy-version=99
