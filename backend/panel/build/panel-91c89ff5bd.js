import{m46_amidWords as n,m46_beginningOf as e,m46_goesLeft as a,m46_isSeen as m,m46_plainWords as d,m46_splitEnding as g}from"./panel-c6920eae58.js";export{n as a,e as b,m as c,d};
