import{m66_kindsEn as a,m66_kindsRu as k,m66_masksEn as n,m66_masksRu as d}from"./panel-806aa8423a.js";export{a,k as b,n as c};
