"""What the other side asked says what a short answer is (R27)."""

import pytest

from firstline.masking import mask

ANSWERS = [
    ("Could you send us your API key?", "8fA3kQ92mZx71LpVt04R", "8fA3…t04R"),
    ("What is the PIN you set for the number?", "482913", "••••"),
    ("What is the PIN you set for the number?", "it is 482 913, thanks", "it is ••••, thanks"),
    ("Bitte nennen Sie mir das Passwort.", "Sonne2024", "••••"),
    ("¿Cuál es su contraseña?", "girasol77", "••••"),
    ("Qual é a senha do painel?", "girassol77", "••••"),
    ("Какой у вас пароль?", "солнце2024", "••••"),
]
OTHERS = [
    ("Did you change the password?", "yes"),
    ("Did you change the password?", "yes, at 15:40"),
    ("Does the page for the password show an error code?", "131047"),
    ("Which order is it?", "20240115a"),
    ("Please never send us a password. Which order is it?", "4711abc99"),
    ("What is your API key?", "I do not know where to find it"),
]


@pytest.mark.rule("R27")
@pytest.mark.parametrize(("asked", "said", "left"), ANSWERS)
def test_the_answer_to_a_question_for_a_secret_is_taken_out(asked, said, left):
    assert mask(said, asked=asked).text == left


@pytest.mark.parametrize(("asked", "said"), OTHERS)
def test_other_answers_stay(asked, said):
    assert mask(said, asked=asked).text == said
