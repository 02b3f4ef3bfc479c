"""What a reader sends from a lesson."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from core.forms import BaseForm, PlainText, clean

NOTE_LIMIT = 5000


class PlaceForm(BaseForm):
    """Where the reading is: the heading passed last, and how much lies above."""

    section = StringField(validators=[Length(max=60), Regexp(r"[a-z][a-z0-9-]*\Z|\Z")])
    share = IntegerField(validators=[InputRequired(), NumberRange(0, 100)])


class NoteForm(BaseForm):
    """The private note beside a lesson."""

    note = TextAreaField(filters=[clean], validators=[Length(max=NOTE_LIMIT), PlainText()])
