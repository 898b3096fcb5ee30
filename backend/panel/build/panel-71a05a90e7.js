import{m140_SendKeyContext as s,m140_TOUCH as d,m140_isSending as m,m140_sendKeyOf as t}from"./panel-2516739aea.js";export{s as a,m as b};
