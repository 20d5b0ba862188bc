"""What the gate for secrets costs (R27): microseconds for a message, seconds for a megabyte."""

import json
import time
from collections.abc import Callable
from functools import partial

from firstline.masking import mask

MESSAGES = {
    "en": "Since 14:32 UTC our webhook at https://hooks.example.com/wa/in?shop=4711 gets no events "
    "for +55 11 98765-4321, order 20240115-88. We call POST https://waba.example.io/v1/messages "
    "from 203.0.113.24:443, about 350 requests a minute, and 12 of 40 come back with 131047 within "
    "2500 ms. Template order_update_v2, message id wamid.HBgNNTUxMTk4NzY1NDMyMRUCABEYEjQ1. Could "
    "you check what happened to 3 of them? Thank you, Rua Augusta 1508",
    "ru": "Здравствуйте, с 14:32 по Москве вебхук https://hooks.example.com/wa не получает события "
    "для +7 912 345-67-89, заказ 4711. Отправляем POST https://waba.example.io/v1/messages с "
    "адреса 203.0.113.24, до 350 запросов в минуту, 12 из 40 возвращают ошибку 131047 за 2500 мс. "
    "Шаблон order_update_v2. Проверьте, пожалуйста, что случилось с тремя сообщениями и с адресом: "
    "улица Ленина, дом 15, Москва",
    "secret": "curl -X POST https://waba.example.io/v1/messages -H 'D360-API-KEY: "
    "V9pPq3kLm8sTx2Wn5zRbzpf0' -H 'Content-Type: application/json' -d '{\"to\": "
    '"5511987654321", "type": "text", "text": {"body": "Your order 4711 is on its way"}}\' answers '
    "401 since this morning, though the very same request worked yesterday at 18:20. We did not "
    "change anything, and two other numbers of ours still work well. Please help us today",
}
LENGTH = 400
ROUNDS = 2000
REPEATS = 7


def measure() -> dict[str, float]:
    """Give microseconds for a message of 400 characters, and seconds for a megabyte of a log."""
    figures = {
        f"{name}_us": best(partial(mask, text[:LENGTH].ljust(LENGTH)), ROUNDS) * 1e6
        for name, text in MESSAGES.items()
    }
    line = {"at": "2024-01-15T10:22:31.123Z", "url": "/v1/messages", "token": "a1B2" * 8}
    log = "\n".join(json.dumps({**line, "body": MESSAGES["en"]}) for _ in range(1_800))
    figures["megabyte_s"] = best(partial(mask, log), 1, 2) * 1e6 / len(log)
    return {name: round(value, 3) for name, value in figures.items()}


def best(run: Callable[[], object], rounds: int, repeats: int = REPEATS) -> float:
    """Give the processor seconds of one run: the quickest of some repeats, the least disturbed."""
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        for _ in range(rounds):
            run()
        spent.append((time.process_time() - start) / rounds)
    return min(spent)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:12} {value:10.3f}")
