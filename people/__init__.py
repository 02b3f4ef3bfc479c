"""People: persons, accounts, sign-in, joining, appointments and grants; builds the actor."""
