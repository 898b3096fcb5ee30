import{b as j}from"./panel-3daaff2376.js";import{b as l,c as b}from"./panel-744331886d.js";import{c as h,d as E,g as w,h as d}from"./panel-971cc549eb.js";var $=`
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
`,m=$.trim().split(`
`).map(r=>{let[,t="",o="",n=""]=/^(\S+) (.*) \| (.*)$/.exec(r)??[];return{char:t,ru:o,en:n}});function v(r){let t=r.toLowerCase().replaceAll("ё","е").split(/\s+/).filter(Boolean);return m.filter(({ru:o,en:n})=>{let a=`${o} ${n}`.replaceAll("ё","е").split(" ");return t.every(p=>a.some(s=>s.startsWith(p)))})}var x="ryadom:panel:emoji";function f(r){try{let t=JSON.parse(r.getItem(x)??"[]");return Array.isArray(t)?t.filter(o=>typeof o=="string").slice(0,16):[]}catch{return[]}}function S(r,t){try{let o=f(r).filter(n=>n!==t);r.setItem(x,JSON.stringify([t,...o].slice(0,16)))}catch{return}}var A=8,C={ru:{search:"Найти эмодзи",none:"Ничего не нашлось"},en:{search:"Find an emoji",none:"Nothing found"}};function J({onChoose:r}){let t=j(),o=t.language==="en"?"en":"ru",n=C[o],a=E(),p=w(null),[s,I]=d(""),[g,y]=d(0),[M]=d(()=>f(localStorage)),c=s.trim()?v(s):N(M),i=c[Math.min(g,c.length-1)];h(()=>p.current?.focus(),[]),h(()=>{i&&document.getElementById(`${a}-${i.char}`)?.scrollIntoView({block:"nearest"})},[i?.char,a]);function k({char:e}){S(localStorage,e),r(e)}function _(e){let u={ArrowRight:1,ArrowLeft:-1,ArrowDown:A,ArrowUp:-A}[e.key];if(u)y(Math.max(0,Math.min(c.length-1,g+u)));else if(e.key==="Enter")i&&!e.isComposing&&k(i);else return;e.preventDefault(),e.stopPropagation()}return b("div",{class:"emoji",role:"dialog","aria-label":t.notes.emoji,children:[l("input",{class:"input",type:"text",ref:p,value:s,placeholder:n.search,"aria-label":n.search,role:"combobox","aria-expanded":"true","aria-autocomplete":"list","aria-controls":a,"aria-activedescendant":i?`${a}-${i.char}`:void 0,autocomplete:"off",onInput:({currentTarget:e})=>{I(e.value),y(0)},onKeyDown:_}),l("div",{class:"emoji__grid",id:a,role:"listbox","aria-label":t.notes.emoji,children:c.map(e=>l("div",{class:"emoji__one",id:`${a}-${e.char}`,role:"option","aria-selected":e===i,"aria-label":e[o],title:e[o],onMouseDown:u=>u.preventDefault(),onClick:()=>k(e),children:e.char},e.char))}),l("p",{class:"emoji__none",role:"status",children:c.length===0?n.none:""})]})}function N(r){let t=r.flatMap(o=>m.find(n=>n.char===o)??[]);return[...t,...m.filter(o=>!t.includes(o))]}export{J as EmojiPicker};
