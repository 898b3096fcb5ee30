import{m139_CodeField as o,m139_PasswordField as s}from"./panel-e36b937271.js";export{o as a,s as b};
