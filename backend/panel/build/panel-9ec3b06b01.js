import{m44_amidWords as a,m44_isSeen as d,m44_plainWords as n,m44_splitEnding as m}from"./panel-d8ec9ef0dc.js";export{a,d as b};
