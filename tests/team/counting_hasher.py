"""A hasher that counts its own work, so that a test sees what a refusal costs."""

from django.contrib.auth.hashers import MD5PasswordHasher

work: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """Every hash made is written down."""

    algorithm = "counting_md5"

    def encode(self, password: str, salt: str) -> str:
        """Hash, and say so."""
        work.append(password)
        return super().encode(password, salt)
