import{m64_kindsEn as a,m64_kindsRu as k,m64_masksEn as n,m64_masksRu as d}from"./panel-687fbdb11a.js";export{a,k as b,n as c};
