import{m57_MAX_BODY_CHARS as A,m57_MAX_CHOICES as a,m57_MAX_CHOICE_CHARS as s,m57_charsLeft as H,m57_storable as m}from"./panel-2516739aea.js";export{a,s as b,H as c,m as d};
