import{m55_MAX_BODY_CHARS as A,m55_MAX_CHOICES as a,m55_MAX_CHOICE_CHARS as s,m55_charsLeft as H,m55_storable as m}from"./panel-271fd9fec4.js";export{a,s as b,H as c,m as d};
