import{m135_CodeField as o,m135_PasswordField as s}from"./panel-5de4be0494.js";export{o as a,s as b};
