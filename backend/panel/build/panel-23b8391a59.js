import{m141_SendKeyContext as s,m141_TOUCH as d,m141_isSending as m,m141_sendKeyOf as t}from"./panel-13e2f6c83b.js";export{s as a,m as b};
