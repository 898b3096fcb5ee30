import{m64_kindsEn as a,m64_kindsRu as k,m64_masksEn as n,m64_masksRu as d}from"./panel-4d4854bf78.js";export{a,k as b,n as c};
