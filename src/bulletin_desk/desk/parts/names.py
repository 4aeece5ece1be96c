"""Names that the desk proposes for files: those of the whole program."""

from bulletin_desk.file_names import FIELDS as FIELDS
from bulletin_desk.file_names import MOST_BYTES as MOST_BYTES
from bulletin_desk.file_names import NAMELESS as NAMELESS
from bulletin_desk.file_names import PATTERN as PATTERN
from bulletin_desk.file_names import clean as clean
from bulletin_desk.file_names import file_name as file_name
from bulletin_desk.file_names import name_for as name_for
from bulletin_desk.file_names import own_values as own_values
from bulletin_desk.file_names import renamed as renamed
from bulletin_desk.file_names import usual_pattern as usual_pattern
