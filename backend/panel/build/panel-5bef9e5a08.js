import{m53_MAX_BODY_CHARS as A,m53_MAX_CHOICES as a,m53_MAX_CHOICE_CHARS as s,m53_charsLeft as H,m53_storable as m}from"./panel-a8e877c6df.js";export{H as a,m as b};
