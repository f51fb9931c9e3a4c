"""Mutants of a function."""


def install(package: str, function: str, text: str) -> None:
    raise NotImplementedError
