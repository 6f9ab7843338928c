"""Which texts are made to break a reader of texts? Of any size, for the fuzz tests and for the growth in `bench`."""

_UNITS = {
    "quotation marks": '"',
    "opening marks": "“",
    "marks never closed": ' "a',
    "single marks never closed": "'a ",
    "sentence without end": "từ này ",
    "lines of one letter": "a\n",
    "stops": ". ",
    "initials": "A. ",
    "capitals": "Nguyễn Văn An ",
    "one name again and again": "ông Obama và ",
    "pronouns": "Ông Nam đi. Ông nói. ",
    "roles": "Tổng thống Nga nói. Nhà lãnh đạo này đi. ",
    "organisations": "Bộ Ngoại giao và Bộ Y tế nói. Bộ này đi. ",
    "states": "Nga và Mỹ. Nước này đi. ",
    "reported speech": "ông Nam nói rằng bà Lan cho biết, ",
    "quotations": "“Tôi đi,” ông Nam nói. ",
    "headings in marks": "“Giá dầu tăng cao”\nÔng Nam nói “giá gạo giảm mạnh” ở đây.\n",
    "turns of an interview": "Ông Nam: Tôi đi.\n",
    "dialogue dashes": "– Tôi đi, ông nói.\n",
    "dates": "hôm 18/6 ",
    "digits": "1",
    "fractions": "1/2",
    "number words": "hai mươi ",
    "brackets": "(a ",
    "hyphens": "A-",
    "combining marks": "\u0301",
    "emoji": "👩‍👧",
    "right-to-left marks": "\u202eông \u200fNam\u2066 ",
    "control characters": "\x00\x07\x1b[31m\x7f",
    "zero-width spaces": "ông\u200b Nam\ufeff ",
    "HTML": "<script>alert('ông Nam')</script><img src=x onerror=alert(1)> ",
    "Markdown": "# **Ông Nam** [nói](javascript:alert(1)) `x` | --- | ![a](b)\n",
    "formulas": '=HYPERLINK("http://a","Ông Nam") +1 @SUM(A1)\n',
}


def hostile_texts(size):
    """Make one text of each kind.

    Parameters
    ----------
    size : int
        Characters.

    Returns
    -------
    dict of str
        Text by the name of its kind.
    """
    texts = {name: (unit * (size // len(unit) + 1))[:size] for name, unit in _UNITS.items()}
    half = size // 2
    return texts | {
        "nested marks": ("“‘" * half)[:half] + ("’”" * half)[:half],
        "dots without a blank": "." * (size - 1) + "a",
        "blanks after a stop": "." + " " * (size - 2) + "a",
        "closing marks after a stop": "." + "”" * (size - 2) + "a",
        "new names": _new_names(size),
    }


def _new_names(size):
    letters = "aeioubcdgh"
    names = (
        f"Ông Trần {letters[i // 100 % 10].upper()}{letters[i // 10 % 10]}{letters[i % 10]}n nói. " for i in range(size)
    )
    text = ""
    while len(text) < size:
        text += "".join(name for name, _ in zip(names, range(1000), strict=False))
    return text[:size]
