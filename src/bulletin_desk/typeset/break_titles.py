from bulletin_desk.typeset.break_lines import break_lines as break_by_sense
