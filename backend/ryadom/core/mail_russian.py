"""What mail says in Russian."""

from typing import assert_never

from ryadom.core.mail_occasions import (
    AccountLocked,
    AddressChanged,
    ConnectorRefused,
    ConnectorStopped,
    IncidentAlarm,
    ManyNewcomers,
    ManyRequests,
    ManySubjects,
    Occasion,
    OperatorInvited,
    PasswordChosen,
    PasswordLinkMade,
    RequestDue,
    SecondFactorReset,
    TrialMail,
    VisitorsWait,
    WebhookDisabled,
)
from ryadom.privacy.incidents import AlarmKind, Notice
from ryadom.privacy.request_terms import Stage


def russian(occasion: Occasion) -> tuple[str, str]:
    """The subject and the body."""
    match occasion:
        case TrialMail():
            return "Ryadom: проверка почты", "Почта чата настроена: это письмо дошло.\n"
        case AccountLocked(email=email, attempts=attempts, minutes=minutes):
            return "Ryadom: к учётной записи подбирают пароль", (
                f"Учётная запись: {email}\n\n"
                f"К ней подбирают пароль: {attempts} попыток за {minutes} минут или меньше. Вход в неё закрыт "
                f"на {minutes} минут, с верным паролем тоже.\n\n"
                "Спросите сотрудника, он ли это был. Если нет, смените ему пароль.\n"
            )
        case RequestDue(number=number, stage=stage, on=on):
            last_day = f"{on:%d.%m.%Y}" if on else "не вычислен: обновите производственный календарь"
            return f"Ryadom: {_STAGES[stage]}", (
                f"Обращение субъекта персональных данных № {number}.\n"
                f"Последний день для ответа: {last_day} (по Москве).\n\n"
                "Откройте в панели раздел «Персональные данные», страницу «Запросы субъектов».\n"
            )
        case ManyRequests(requests=requests):
            return "Ryadom: пришло очень много обращений субъектов", (
                f"С публичных страниц за сутки пришло больше обращений, чем обычно: {requests} и ещё. Все они приняты "
                "и записаны, сроки по ним идут. О каждом новом письма пока не будет.\n\n"
                "Откройте в панели раздел «Персональные данные», страницу «Запросы субъектов».\n"
            )
        case ManyNewcomers(site=site, newcomers=newcomers, minutes=minutes):
            return "Ryadom: в чат пишет очень много новых посетителей", (
                f"Сайт: {site}\n\n"
                f"За {minutes} минут диалог начали или пытались начать новые посетители, всего {newcomers}. "
                "Так бывает, когда пишут роботы. Пока их столько, браузер нового посетителя сначала решает задачу: "
                "человек ждёт секунду или две, роботу каждое сообщение обходится дороже. Кто уже писал, ничего не "
                "заметит. Закончится это само.\n\n"
                "Если это была реклама, а не роботы, проверку можно выключить: панель, «Сайты», «Виджет», "
                "«Защита от роботов».\n"
            )
        case IncidentAlarm(kind=AlarmKind.OPENED, number=number, title=title):
            return "Ryadom: открыт инцидент", (
                f"Инцидент № {number}: {title}\n\n"
                "С выявления идут часы: 24 часа до первого уведомления Роскомнадзора и 72 часа до результатов "
                "расследования (152-ФЗ, ст. 21 ч. 3.1).\n\n"
                "Карточка с часами и черновиками: панель, «Персональные данные», «Инциденты».\n"
            )
        case IncidentAlarm(number=number, title=title):
            is_over = occasion.kind is AlarmKind.OVERDUE
            subject = "Ryadom: срок уведомления прошёл" if is_over else "Ryadom: меньше 4 часов до срока уведомления"
            which = "Первое уведомление" if occasion.notice is Notice.FIRST else "Второе уведомление"
            return subject, (
                f"Инцидент № {number}: {title}\n\n"
                f"{which}: срок {occasion.deadline('%d.%m.%Y %H:%M')} "
                "по московскому времени. Отметки об отправке нет.\n\n"
                "Отправьте его на портале Роскомнадзора и отметьте это в карточке: панель, «Персональные данные», "
                "«Инциденты».\n"
            )
        case ManySubjects(subjects=subjects):
            return "Ryadom: уровень защищённости скоро может измениться", (
                f"Чат хранит данные {subjects} человек или больше. От 100 000 человек по постановлению 1119 нужен "
                "третий уровень защищённости (УЗ-3) вместо четвёртого.\n\n"
                "Список мер для УЗ-3: панель, «Персональные данные», «Документы», или "
                "ryadom papers measures --level 3.\n"
            )
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: приглашение в чат", (
                f"{inviter} приглашает вас отвечать посетителям: {', '.join(sites)}.\n\n"
                f"Откройте ссылку и придумайте пароль:\n{link}\n\n"
                f"Ссылка действует один раз и {days} дней. Никому её не пересылайте.\n"
                "Если вы не ждали приглашения, удалите это письмо. Если учётная запись с этой почтой у вас уже есть, "
                "приглашение не сработает: скажите об этом тому, кто вас пригласил.\n"
            )
        case AddressChanged(changer=changer):
            return "Ryadom: ваша почта для входа изменена", (
                f"{changer} меняет почту вашей учётной записи в чате. С этой почтой больше не войти, "
                "пароль прежний.\n\n"
                "Если вы об этом не просили, скажите администратору.\n"
            )
        case PasswordLinkMade(maker=maker, link=link, hours=hours):
            return "Ryadom: новый пароль", (
                (
                    f"{maker} присылает ссылку, по которой вы зададите новый пароль для чата:\n{link}\n\n"
                    if link
                    else f"{maker} передаст вам ссылку, по которой вы зададите новый пароль для чата.\n\n"
                )
                + f"Ссылка действует один раз и {hours} ч. Никому её не пересылайте. Прежний пароль работает, "
                "пока не задан новый.\n"
                "Если вы об этом не просили, удалите это письмо и скажите администратору.\n"
            )
        case PasswordChosen():
            return "Ryadom: ваш пароль изменён", (
                "Для вашей учётной записи в чате по ссылке задан новый пароль. Все сеансы завершены.\n\n"
                "Если это были не вы, скажите администратору.\n"
            )
        case SecondFactorReset(resetter=resetter):
            return "Ryadom: ваша двухфакторная защита сброшена", (
                f"{resetter} сбрасывает двухфакторную защиту вашей учётной записи в чате. Все сеансы завершены, войти "
                "можно по одному паролю.\n\n"
                "Если вы об этом не просили, скажите администратору.\n"
            )
        case VisitorsWait(visitors=visitors, sites=sites, link=link):
            return f"Ryadom: ждут посетители ({visitors})", (
                f"Ждут ответа: {visitors}. Сайт: {', '.join(sites)}. В панели сейчас никого нет.\n\n"
                + (f"Открыть панель:\n{link}\n\n" if link else "")
                + "Такие письма приходят не чаще раза в 15 минут. Отключить их можно в меню панели: "
                "«Уведомления и звуки».\n"
            )
        case WebhookDisabled(host=host, reason=reason):
            return "Ryadom: вебхук отключён", (
                f"Получатель: {host}\n"
                f"Причина: {_WEBHOOKS.get(reason, reason)}.\n\n"
                "Новые события ему больше не отправляются. Когда получатель снова работает, включите вебхук "
                "в панели («Сайты» → «Вебхуки») или на сервере: ryadom webhook enable. Что он пропустил, он может "
                "взять сам по /api/v1/changes.\n"
            )
        case ConnectorStopped(host=host, trouble=trouble):
            return "Ryadom: передача в CRM остановлена", (
                f"CRM: {host}\n"
                f"Причина: {trouble}\n\n"
                "Диалоги ждут и не потеряются. Исправьте настройки и включите подключение на сервере: "
                "ryadom connector list, ryadom connector test, ryadom connector enable.\n"
            )
        case ConnectorRefused(host=host, refusals=refusals):
            return "Ryadom: CRM не принимает диалоги", (
                f"CRM: {host}\n"
                f"Не приняла подряд: {refusals}\n\n"
                "Скорее всего, в CRM удалили этап, поле или сотрудника, которые названы в настройках подключения. "
                "Причина у каждого диалога стоит в журнале отправок: «Сайты» → «CRM» в панели или "
                "ryadom connector log --failed. Исправьте настройки и отправьте диалоги заново: «Отправить непринятые "
                "снова» или ryadom connector send --failed.\n"
            )
        case _:
            assert_never(occasion)


_STAGES = {
    Stage.NONE: "обращение субъекта ждёт ответа",
    Stage.ARRIVED: "пришло обращение субъекта",
    Stage.SOON: "до срока ответа субъекту три рабочих дня или меньше",
    Stage.LAST_DAY: "до срока ответа субъекту день или меньше",
    Stage.OVERDUE: "срок ответа субъекту прошёл",
}
_WEBHOOKS = {
    "failing": "сутки подряд ни одна отправка не удалась",
    "gone": "получатель ответил, что больше ничего не ждёт (410)",
    "full": "очередь к нему слишком длинная",
    "key_over": "ключ программы, которая им распоряжалась, отозван или кончился",
}
