import{m44_amidWords as a,m44_isSeen as d,m44_plainWords as n,m44_splitEnding as m}from"./panel-9c9a5c790a.js";export{a,d as b};
