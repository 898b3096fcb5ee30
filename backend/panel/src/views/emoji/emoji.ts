// The emoji that are offered, with the words by which they are found: drawn by the system's own font.

/** Each line: the emoji, then its name in Russian and in English, divided by a bar; more words may follow each. */
const LINES = `
🙂 улыбка | smile
😊 румянец приятно | blush happy
😀 радость | grin joy
😄 смех | laugh
😂 слёзы смеха | tears of joy lol
😉 подмигивание | wink
😍 восторг | heart eyes
🥰 нежность | love
😘 поцелуй | kiss
🤗 объятия | hug
🤔 думаю | thinking
🙃 вверх ногами | upside down
😎 круто | cool
🤩 звёзды в глазах | star struck
🥳 праздник | party
😅 неловко пот | sweat awkward
😌 спокойствие | relieved
😇 ангел | angel
🤝 рукопожатие договорились | handshake deal
🙏 спасибо пожалуйста | thanks please
👍 хорошо да палец вверх | thumbs up yes
👎 плохо нет палец вниз | thumbs down no
👌 отлично окей | ok perfect
👏 аплодисменты | clap
🙌 ура | hooray
💪 сила | strong
👋 привет пока | wave hello bye
✋ стоп рука | stop hand
☝️ внимание указательный | attention point up
👉 указываю вправо | point right
👇 ниже вниз | point down
✌️ мир победа | peace victory
🤞 на удачу | fingers crossed
👀 смотрю глаза | eyes looking
😐 нейтрально | neutral
😕 растерянность | confused
😔 грусть | sad
😢 слеза | cry
😭 плачу | sob
😳 смущение | flushed
😬 упс гримаса | grimace oops
😱 ужас | scream
😡 злость | angry
😤 недовольство | huff
😴 сон | sleep
🤒 болею | sick
🤷 не знаю | shrug
🤦 рука лицо | facepalm
❤️ сердце любовь | heart love
💙 синее сердце | blue heart
💚 зелёное сердце | green heart
💛 жёлтое сердце | yellow heart
💔 разбитое сердце | broken heart
✨ блеск | sparkles
⭐ звезда | star
🔥 огонь | fire
🎉 хлопушка поздравляю | tada congratulations
🎁 подарок | gift
🎂 торт день рождения | cake birthday
💐 букет цветы | bouquet flowers
🌹 роза | rose
☀️ солнце | sun
🌧️ дождь | rain
❄️ снег | snow
🌙 луна ночь | moon night
☕ кофе | coffee
🍵 чай | tea
🍰 пирожное | dessert
🍎 яблоко | apple
🍕 пицца | pizza
✅ готово галочка | done check
✔️ верно | check mark
❌ нет крестик | no cross
❗ восклицание важно | exclamation important
❓ вопрос | question
⚠️ осторожно предупреждение | warning
ℹ️ справка | information
🆗 окей | okay
🆕 новинка | new
💯 сто процентов | hundred
⏳ ждём песочные часы | hourglass wait
⏰ будильник время | alarm clock time
📅 календарь дата | calendar date
📌 булавка закреплено | pin
📍 место адрес | place address
📞 телефон звонок | phone call
📱 смартфон | mobile
📧 почта письмо | email letter
📦 посылка заказ | package order
🚚 доставка грузовик | delivery truck
🚗 машина | car
✈️ самолёт | plane
🏠 дом | house
🏢 офис здание | office building
🛒 корзина покупки | cart shopping
💳 карта оплата | card payment
💰 деньги | money
🧾 чек счёт | receipt bill
📄 документ | document
📎 скрепка файл | paperclip file
📷 фото камера | photo camera
🔍 поиск лупа | search
🔒 замок закрыто | lock closed
🔑 ключ | key
🔧 ремонт настройка | repair wrench
💡 идея лампа | idea bulb
📈 рост график | growth chart
🐱 кошка | cat
🐶 собака | dog
`;

export interface Emoji {
  readonly char: string;
  /** Its name in the panel's language. */
  readonly ru: string;
  readonly en: string;
}

export const EMOJI: readonly Emoji[] = LINES.trim()
  .split("\n")
  .map((line) => {
    const [, char = "", ru = "", en = ""] = /^(\S+) (.*) \| (.*)$/.exec(line) ?? [];
    return { char, ru, en };
  });

/** Those whose every wanted word begins one of theirs, in either language. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = query.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean);
  return EMOJI.filter(({ ru, en }) => {
    const words = `${ru} ${en}`.replaceAll("ё", "е").split(" ");
    return wanted.every((one) => words.some((word) => word.startsWith(one)));
  });
}
