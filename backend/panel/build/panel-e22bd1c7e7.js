import{m44_amidWords as a,m44_isSeen as d,m44_plainWords as n,m44_splitEnding as m}from"./panel-af4383e020.js";export{a,d as b};
