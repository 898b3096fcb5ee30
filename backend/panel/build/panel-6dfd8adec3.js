import{m142_SendKeyContext as s,m142_TOUCH as d,m142_isSending as m,m142_sendKeyOf as t}from"./panel-806aa8423a.js";export{s as a,m as b};
