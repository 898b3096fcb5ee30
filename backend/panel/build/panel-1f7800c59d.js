import{m46_amidWords as n,m46_beginningOf as e,m46_goesLeft as a,m46_isSeen as m,m46_plainWords as d,m46_splitEnding as g}from"./panel-806aa8423a.js";export{n as a,e as b,m as c,d};
