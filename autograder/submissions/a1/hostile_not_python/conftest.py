ATTAINED that no test has run: this is not Python
