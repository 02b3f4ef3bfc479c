"""Courses: programmes, modules, units and their editions; the loader, enrolment, the reader and progress."""
