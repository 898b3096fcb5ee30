import{m65_kindsEn as a,m65_kindsRu as k,m65_masksEn as n,m65_masksRu as d}from"./panel-4b3f2c8c5a.js";export{a,k as b,n as c};
