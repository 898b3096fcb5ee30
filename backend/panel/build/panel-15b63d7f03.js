import{m54_MAX_BODY_CHARS as A,m54_MAX_CHOICES as a,m54_MAX_CHOICE_CHARS as s,m54_charsLeft as H,m54_storable as m}from"./panel-d8ec9ef0dc.js";export{H as a,m as b};
