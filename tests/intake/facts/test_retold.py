"""The text of an error that is repeated in a sentence, and what only sounds like one (R23)."""

import pytest

from firstline.intake import facts

NOW = 1_795_000_000_000


def message_of(text: str, language: str) -> str | None:
    found = facts.find(text, now=NOW, zone="UTC", language=language, source=1)
    return next((one.value for one in found if one.what == "error_message"), None)


RETOLD = [
    ("en", "Console says your PIN does not match, code 133005", "your PIN does not match"),
    ("en", "a red box appears: This name is not allowed", "This name is not allowed"),
    ("en", "Error text: Recipient opted out", "Recipient opted out"),
    ("en", "it comes back with 413 request is too large", "request is too large"),
    ("en", "Account temporarily restricted is all it says", "Account temporarily restricted"),
    ("de", "es heißt dort Zugriff verweigert, obwohl ich Admin bin", "Zugriff verweigert"),
    ("de", "Number is not verified (E-22) steht da in rot", "Number is not verified"),
    ("de", "dann ploppt auf: Karte wurde abgelehnt", "Karte wurde abgelehnt"),
    ("de", "im Log steht jedes Mal upstream request timeout", "upstream request timeout"),
    ("es", "me sale un cartel rojo: Número ya registrado", "Número ya registrado"),
    ("es", "en la respuesta dice rate limit hit, code 130429", "rate limit hit"),
    ("es", "motivo del rechazo: el nombre no cumple las normas", "el nombre no cumple las normas"),
    ("pt_BR", "aparece Sua sessão expirou desde ontem", "Sua sessão expirou"),
    ("pt_BR", "caiu com connection reset by peer", "connection reset by peer"),
    ("pt_BR", "volta 429 too many requests", "too many requests"),
    ("ru", "пишет неверный логин или пароль, хотя я его не менял", "неверный логин или пароль"),
    ("ru", "в теле только service unavailable, больше ничего", "service unavailable"),
    (
        "de",
        "abgelehnt (Variablen dürfen nicht am Anfang stehen)",
        "Variablen dürfen nicht am Anfang stehen",
    ),
    ("es", "el mensaje que sale es Upload not permitted", "Upload not permitted"),
    ("pt_BR", "Motivo: [131047] Janela de resposta fechada", "Janela de resposta fechada"),
    ("ru", "текст ошибки: файл слишком большой", "файл слишком большой"),
]


@pytest.mark.rule("R23")
@pytest.mark.parametrize(("language", "text", "message"), RETOLD)
def test_what_the_system_wrote_is_found_among_the_customers_words(language, text, message):
    assert message_of(text, language) == message


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my customers get wrong names in their messages"),
        ("en", "your colleague said the number cannot be moved"),
        ("en", "the template shows as rejected"),
        ("en", "it says that my template is missing"),
        ("de", "der Kunde sagt, es fehlt eine Nachricht"),
        ("de", "auf der Rechnung steht die falsche Adresse"),
        ("de", "in der Konsole steht die Vorlage auf abgelehnt"),
        ("es", "a los clientes les sale un nombre incorrecto"),
        ("es", "la plantilla sale rechazada con motivo INVALID_FORMAT"),
        ("pt_BR", "o cliente fala que falta mensagem"),
        ("pt_BR", "o template aparece como rejeitado"),
        ("ru", "клиенты пишут, что не получили код"),
        ("ru", "шаблон висит в статусе отклонен"),
    ],
)
def test_what_the_customer_tells_himself_is_no_text_of_an_error(language, text):
    assert message_of(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", 'the page now has "Your account is locked" on it', "Your account is locked"),
        ("de", "jetzt nur „Sie haben keine Berechtigung“", "Sie haben keine Berechtigung"),
        ("ru", "ввожу 6 цифр, «код устарел»", "код устарел"),
    ],
)
def test_quotes_need_no_word_before_them_where_they_hold_one_of_errors(language, text, message):
    assert message_of(text, language) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "HTTP/1.1 503 Service Unavailable\nServer: envoy\n\nno healthy upstream",
            "no healthy upstream",
        ),
        ("HTTP/1.1 401 Unauthorized\nContent-Type: application/json", "Unauthorized"),
        (
            'level=error msg="recipient not in allowed list" status=400',
            "recipient not in allowed list",
        ),
        ("[error] => Array ( \n [message] => Invalid parameter\n)", "Invalid parameter"),
        ('{"error"=>{"message"=>"Unsupported request"}}', "Unsupported request"),
        ("{ error: { code: 1, message: 'Media file too big' } }", "Media file too big"),
        ("<Fault><ErrorMessage>User is not valid</ErrorMessage></Fault>", "User is not valid"),
        (
            "2026/11/25 10:00:01 [error] 31#31: *5 upstream timed out, client: 1",
            "upstream timed out",
        ),
        ("  File 'a', line 3\nrequests.exceptions.ReadTimeout: Read timed out.", "Read timed out."),
        ("E: cURL error 28: Operation timed out in /srv/a.php:210", "Operation timed out"),
        (
            '{"msg":"failed","error":"Post \\"https://a.example/v1\\": context expired"}',
            "context expired",
        ),
        (
            "HTTPError: 500 Server Error: Internal failure for url: https://a.example",
            "Internal failure",
        ),
        ("ERROR [pool-3] c.f.Uploader - id=b81 upstream connect error", "upstream connect error"),
        ("rpc error: code = Unavailable desc = connection refused", "connection refused"),
    ],
)
def test_the_text_is_found_in_what_systems_print(text, message):
    assert message_of(text, "en") == message


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", "the page answers Session has expired. Please help", "Session has expired"),
        ("en", "AADSTS700016: Application was not found in it", "Application was not found in it"),
        ("de", "die Konsole meint\ncard_expired: Your card has expired.", "Your card has expired"),
        ("de", "Fehler 2388012, number already in use", "number already in use"),
        ("es", "responde Acceso denegado para este usuario.", "Acceso denegado para este usuario"),
        ("es", "me sale Número no válido y no sé más", "Número no válido"),
        ("pt_BR", "aparece Código inválido assim que clico", "Código inválido"),
        ("ru", "пишет Неверный код и это всё", "Неверный код"),
    ],
)
def test_the_text_begins_behind_a_code_or_with_a_capital(language, text, message):
    assert message_of(text, language) == message


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'the button "Send code again" shows for a second'),
        ("de", 'der Text der Vorlage lautet "Hallo, Ihr Paket ist da"'),
        ("es", 'el mensaje dice "gracias por tu compra"'),
        ("pt_BR", 'o texto é "seu pedido saiu pra entrega"'),
        ("ru", "нажимаю «Отправить код ещё раз», приходит пусто"),
    ],
)
def test_what_a_button_or_a_template_says_is_no_error(language, text):
    assert message_of(text, language) is None
