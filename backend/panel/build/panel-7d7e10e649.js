import{m52_MAX_BODY_CHARS as A,m52_MAX_CHOICES as a,m52_MAX_CHOICE_CHARS as s,m52_charsLeft as H,m52_storable as m}from"./panel-77efad5840.js";export{H as a,m as b};
