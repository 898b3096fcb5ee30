import{m139_SendKeyContext as s,m139_TOUCH as d,m139_isSending as m,m139_sendKeyOf as t}from"./panel-687fbdb11a.js";export{s as a,m as b};
