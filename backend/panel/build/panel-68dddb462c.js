import{m142_SendKeyContext as s,m142_TOUCH as d,m142_isSending as m,m142_sendKeyOf as t}from"./panel-c6920eae58.js";export{s as a,m as b};
