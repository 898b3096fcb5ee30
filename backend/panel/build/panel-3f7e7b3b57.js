import{m135_CodeField as o,m135_PasswordField as s}from"./panel-af4383e020.js";export{o as a,s as b};
