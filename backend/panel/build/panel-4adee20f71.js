import{m58_MAX_BODY_CHARS as A,m58_MAX_CHOICES as a,m58_MAX_CHOICE_CHARS as s,m58_charsLeft as H,m58_storable as m}from"./panel-806aa8423a.js";export{a,s as b,H as c,m as d};
